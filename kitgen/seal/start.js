{
  const script = document.createElement("script");
  script.src = "[[loader]]";
  // From a folder, Chromium refuses integrity.
  if (location.protocol !== "file:") script.integrity = "[[integrity]]";
  script.onerror = () => {
    document.querySelector("p").textContent =
      "A part of this page did not arrive. Load it again. In a folder, _theme belongs beside the kit.";
  };
  document.head.append(script);
}
