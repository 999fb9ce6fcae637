// Keeps a move of the page from throwing away what has been typed: while the form has
// unsaved changes, the buttons beside it ask to save first, and leaving asks once more.
'use strict';
{
    const form = document.querySelector('#content-main form[id$="_form"]');
    const moves = document.querySelector('[data-moves]');
    let changed = false;
    let leaving = false;

    const mark = () => {
        if (changed) {
            return;
        }
        changed = true;
        if (moves) {
            moves.querySelector('[data-unsaved]').hidden = false;
            for (const button of moves.querySelectorAll('button')) {
                button.disabled = true;
            }
        }
    };

    if (form) {
        // Only what a person does counts: widgets announce changes of their own while they load.
        form.addEventListener('input', (event) => event.isTrusted && mark());
        form.addEventListener('change', (event) => event.isTrusted && mark());
        form.addEventListener('submit', () => { leaving = true; });
        for (const name of ['formset:added', 'rows:changed']) {
            document.addEventListener(name, mark);
        }
        // The searching selects announce a choice through jQuery only.
        let touched = false;
        for (const name of ['pointerdown', 'keydown']) {
            document.addEventListener(name, () => { touched = true; }, {capture: true, once: true});
        }
        window.django?.jQuery?.(form).on('change', () => touched && mark());
        window.addEventListener('beforeunload', (event) => {
            if (changed && !leaving) {
                event.preventDefault();
            }
        });
    }
}
