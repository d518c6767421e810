// The few behaviours of govuk-frontend that we use, by its own data-module names. Radios and
// checkboxes need none: none of ours reveals another field.
import { CharacterCount, ErrorSummary } from "../vendor/govuk-frontend-6.6.0/govuk.js";

const components = {
  "govuk-character-count": CharacterCount,
  "govuk-error-summary": ErrorSummary,
};

export function start(element) {
  const Component = components[element.dataset.module];
  if (Component && !element.hasAttribute(`data-${element.dataset.module}-init`)) {
    new Component(element);
  }
}
