{
  const script = document.createElement("script");
  script.src = "[[loader]]";
  // From a folder, Chromium refuses integrity.
  if (location.protocol !== "file:") script.integrity = "[[integrity]]";
  script.onerror = () => {
    document.getElementsByTagName("p")[0].textContent =
      "A part of this page did not arrive. Load it again. In a folder, _theme belongs beside the kit.";
  };
  document.head.append(script);
}
