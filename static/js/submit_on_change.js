// Sends a form as soon as a choice changes, and leaves empty fields out of the address.
// On a narrow screen several choices are made at once, so there only the order is sent.

const wide = matchMedia("(min-width: 60rem)");

export default function submitOnChange(form) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select") || (wide.matches && event.target.matches("[type=checkbox]"))) {
      form.requestSubmit();
    }
  });
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) {
      if (value === "") formData.delete(name);
    }
  });
}
