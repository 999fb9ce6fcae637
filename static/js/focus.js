// Moves the focus to a message that must be read first, such as the summary of errors.

export default function focus(element) {
  element.focus();
}
