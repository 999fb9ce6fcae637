// Sends a form as soon as a choice changes; its button stays for everybody else.

export default function submitOnChange(form) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
}
