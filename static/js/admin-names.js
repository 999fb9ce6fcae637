// Gives the controls that scripts put in the place of others the names of those others:
// the searching selects and the rich-text editors would be nameless to a screen reader.
'use strict';
{
    const nameOf = (control) => control?.labels?.[0]?.textContent.trim().replace(/[:：]$/, '');

    const nameSelect = (shown) => {
        const name = nameOf(shown.previousElementSibling);
        if (name) {
            for (const part of shown.querySelectorAll('[role="combobox"], [role="textbox"], input')) {
                part.setAttribute('aria-label', name);
            }
        }
    };

    // They are made when their script finds time, and again in every row that is added.
    new MutationObserver((changes) => {
        for (const node of changes.flatMap((change) => Array.from(change.addedNodes))) {
            if (node.matches?.('select + .select2-container')) {
                nameSelect(node);
            }
        }
    }).observe(document, {childList: true, subtree: true});

    document.addEventListener('prose-editor:ready', ({target}) => {
        const editable = target.closest('.prose-editor')?.querySelector('[contenteditable]');
        const name = nameOf(target);
        if (editable && name) {
            editable.setAttribute('aria-label', name);
        }
    });
}
