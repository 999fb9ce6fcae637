// Copies an address to the clipboard and says so. Without a clipboard the button stays hidden.

export default function copy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.address);
    button.textContent = button.dataset.done;
  });
}
