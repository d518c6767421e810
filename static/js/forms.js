// The few behaviours of govuk-frontend that we use, by its own data-module names.
import {
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  Radios,
} from "../vendor/govuk-frontend-6.6.0/govuk.js";

const components = {
  "govuk-character-count": CharacterCount,
  "govuk-checkboxes": Checkboxes,
  "govuk-error-summary": ErrorSummary,
  "govuk-radios": Radios,
};

export function start(element) {
  const Component = components[element.dataset.module];
  if (Component && !element.hasAttribute(`data-${element.dataset.module}-init`)) {
    new Component(element);
  }
}
