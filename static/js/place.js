// The button "my position": fills the two hidden fields, and can empty them again.
const DIGITS = 5;

export function start(group) {
  if (!navigator.geolocation) return;
  const part = (name) => group.querySelector(`[data-place-${name}]`);
  const [latitude, longitude] = [field(group, "lintang"), field(group, "bujur")];
  const [find, drop, told] = [part("find"), part("drop"), part("told")];
  part("tools").hidden = false;

  function show(words, isFound) {
    told.textContent = words;
    drop.hidden = !isFound;
  }

  find.addEventListener("click", () => {
    find.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        latitude.value = coords.latitude.toFixed(DIGITS);
        longitude.value = coords.longitude.toFixed(DIGITS);
        find.disabled = false;
        show(group.dataset.found, true);
      },
      () => {
        find.disabled = false;
        show(group.dataset.failed, false);
      },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
  drop.addEventListener("click", () => {
    latitude.value = longitude.value = "";
    show("", false);
    find.focus();
  });
  if (latitude.value) show(group.dataset.found, true);
}

function field(group, name) {
  return group.querySelector(`input[name=${name}]`);
}
