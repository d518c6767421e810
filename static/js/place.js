// The button "my position": fills the two hidden fields, and can empty them again.
const DIGITS = 5;
const HOW = { enableHighAccuracy: true, timeout: 15000 };

export function start(group) {
  if (!navigator.geolocation) return;
  const part = (name) => group.querySelector(`[data-place-${name}]`);
  const [find, drop, told] = [part("find"), part("drop"), part("told")];
  const [latitude, longitude] = group.querySelectorAll("input[type=hidden]");

  function show(words, isFound) {
    told.textContent = words;
    drop.hidden = !isFound;
    find.disabled = false;
  }

  function take({ coords }) {
    latitude.value = coords.latitude.toFixed(DIGITS);
    longitude.value = coords.longitude.toFixed(DIGITS);
    show(group.dataset.found, true);
  }

  find.addEventListener("click", () => {
    find.disabled = true;
    const fail = () => show(group.dataset.failed, Boolean(latitude.value));
    navigator.geolocation.getCurrentPosition(take, fail, HOW);
  });
  drop.addEventListener("click", () => {
    latitude.value = longitude.value = "";
    show("", false);
    find.focus();
  });
  part("tools").hidden = false;
  show(latitude.value ? group.dataset.found : "", Boolean(latitude.value));
}
