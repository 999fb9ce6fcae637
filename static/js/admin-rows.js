// The tables of a zone's facts: rows are added, filled from a spreadsheet and walked by the keyboard;
// a source is entered beside the row that rests on it. Without script the same rows and the same
// source are saved by the form alone.
'use strict';
{
    const group = document.querySelector('[data-rows]');
    const form = group?.closest('form');
    const $ = window.django?.jQuery;

    const tell = (control) => {
        // Trusted events are a person's; these are ours, and admin-unsaved.js is told by its own name.
        control.dispatchEvent(new Event('change', {bubbles: true}));
        $?.(control).trigger('change.select2');
        document.dispatchEvent(new CustomEvent('rows:changed'));
    };

    // --- the searching selects: what all of them share stands once, on the group

    const equip = (root) => {
        for (const select of root.querySelectorAll('select[data-source]:not(.admin-autocomplete)')) {
            const {model, search} = group.dataset;
            Object.assign(select.dataset, {
                'ajax-Cache': 'true', 'ajax-Delay': '250', 'ajax-Type': 'GET', 'ajax-Url': search,
                appLabel: 'zones', modelName: model, fieldName: 'source',
                theme: 'admin-autocomplete', allowClear: 'true', placeholder: '',
            });
            select.lang = document.documentElement.lang;
            select.classList.add('admin-autocomplete');
            addSourceButtons(select);
        }
    };

    const rowOf = (node) => node.closest('.fact');
    const rows = () => Array.from(group.querySelectorAll('.fact'));
    const field = (row, name) => row?.querySelector(`[name="${row.id}-${name}"]`);

    const choose = (select, value, label) => {
        if (!Array.from(select.options).some((option) => option.value === String(value))) {
            select.add(new Option(label, value));
        }
        select.value = value;
        tell(select);
    };

    // The source of the nearest row above that has one.
    const sourceAbove = (row) => {
        for (let above = row.previousElementSibling; above; above = above.previousElementSibling) {
            const select = above.matches('.fact') && field(above, 'source');
            if (select?.value && select.value !== 'above') {
                return select.selectedOptions[0];
            }
        }
        return null;
    };

    const button = (label, act, style = 'button-link') => {
        const made = document.createElement('button');
        made.type = 'button';
        made.className = style;
        made.textContent = label;
        made.addEventListener('click', act);
        return made;
    };

    const addSourceButtons = (select) => {
        const words = group.dataset;
        const line = document.createElement('span');
        line.className = 'fact__source-buttons';
        line.append(button(words.sameLabel, () => {
            const above = sourceAbove(rowOf(select));
            if (above) {
                choose(select, above.value, above.text);
            }
        }));
        if (entry) {
            line.append(button(words.newLabel, () => openEntry(select)));
        }
        select.parentElement.append(line);
    };

    // --- a new source, beside the row that asks for it

    const entry = document.querySelector('[data-source-entry]');
    const home = entry?.parentElement;
    let asking = null;

    const openEntry = (select) => {
        asking = select;
        select.closest('.fact__fields').after(entry);
        for (const control of entry.querySelectorAll('[data-enter-source], [data-cancel-source]')) {
            control.hidden = false;
        }
        // Saved without a further click, the row has it all the same.
        choose(select, 'new', select.querySelector('option[value="new"]')?.text ?? '');
        entry.querySelector('input').focus();
    };

    const closeEntry = (value, label) => {
        const select = asking;
        asking = null;
        home.append(entry);
        for (const control of entry.querySelectorAll('[data-enter-source], [data-cancel-source]')) {
            control.hidden = true;
        }
        if (select) {
            choose(select, value, label);
            select.closest('details').querySelector('summary').focus();
        }
    };

    const enterSource = async () => {
        const told = entry.querySelector('[data-told]');
        const data = new FormData();
        for (const input of entry.querySelectorAll('input')) {
            data.set(input.name, input.value);
        }
        data.set('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
        try {
            const response = await fetch(entry.dataset.sourceEntry, {
                method: 'POST', body: data, credentials: 'same-origin', headers: {Accept: 'application/json'},
            });
            const answer = await response.json();
            if (!response.ok) {
                told.textContent = Object.values(answer.errors).flat().join(' ');
                entry.querySelector(`[name="new_source-${Object.keys(answer.errors)[0]}"]`)?.focus();
                return;
            }
            told.textContent = answer.told;
            for (const input of entry.querySelectorAll('input')) {
                input.value = '';
            }
            closeEntry(answer.id, answer.label);
        } catch {
            // Nothing is lost: the row says “new”, and saving the page enters the source.
            told.textContent = group.dataset.offline;
        }
    };

    // --- new rows

    const addRow = () => {
        const total = form.elements[`${group.dataset.rows}-TOTAL_FORMS`];
        const blank = document.getElementById(`${group.dataset.rows}-empty`);
        const holder = document.createElement('table');
        holder.innerHTML = blank.innerHTML.replaceAll('__prefix__', total.value);
        const row = holder.querySelector('.fact');
        group.querySelector('.facts__table').append(row);
        total.value = Number(total.value) + 1;
        equip(row);
        carryOver(row);
        row.dispatchEvent(new CustomEvent('formset:added', {
            bubbles: true, detail: {formsetName: group.dataset.rows},
        }));
        return row;
    };

    // What a new row has in common with the one above; alone it is no row yet, and is not saved.
    const carryOver = (row) => {
        const above = sourceAbove(row);
        const select = field(row, 'source');
        if (above && select && !select.value) {
            select.add(new Option(above.text, above.value));
            select.value = above.value;
        }
        for (const name of ['as_of', 'period']) {
            const mine = field(row, name);
            const theirs = field(row.previousElementSibling, name);
            if (mine && theirs && !mine.value && row.previousElementSibling.matches('.fact--new')) {
                mine.value = theirs.value;
            }
        }
    };

    // --- the keyboard: Enter and the arrows go down a column, as in a spreadsheet

    const cells = (row) => Array.from(row.querySelectorAll('.fact__values :is(input:not([type="hidden"], [type="checkbox"], [type="file"]), select, textarea)'));

    const step = (control, by) => {
        const row = rowOf(control);
        const all = rows();
        const next = all[all.indexOf(row) + by];
        const target = next && cells(next)[cells(row).indexOf(control)];
        target?.focus();
        target?.select?.();
        return Boolean(target);
    };

    const onKey = (event) => {
        const control = event.target;
        if (!control.matches('.fact__values input:not([type="checkbox"])') || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }
        if (event.key === 'Enter') {
            event.preventDefault();
            if (!step(control, event.shiftKey ? -1 : 1) && !event.shiftKey && group.querySelector('[data-add-row]')) {
                const column = cells(rowOf(control)).indexOf(control);
                cells(addRow())[column]?.focus();
            }
        } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && control.type === 'text') {
            if (step(control, event.key === 'ArrowDown' ? 1 : -1)) {
                event.preventDefault();
            }
        }
    };

    // --- rows copied from a spreadsheet

    const setCell = async (control, text) => {
        if (control.matches('select')) {
            if ('list' in control.dataset) {
                await document.adminLists?.(control);
            }
            const wanted = text.trim().toLowerCase();
            const option = Array.from(control.options).find((one) => one.text.trim().toLowerCase() === wanted || one.value.toLowerCase() === wanted);
            if (option) {
                control.value = option.value;
            }
        } else {
            control.value = text.trim();
        }
        tell(control);
    };

    const onPaste = async (event) => {
        const control = event.target;
        const text = event.clipboardData?.getData('text/plain') ?? '';
        if (!control.matches('.fact__values :is(input, select)') || !/[\t\n]/.test(text.trim())) {
            return;
        }
        event.preventDefault();
        const first = cells(rowOf(control)).indexOf(control);
        let row = rowOf(control);
        for (const [number, line] of text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n').entries()) {
            if (number) {
                row = row.nextElementSibling?.matches('.fact') ? row.nextElementSibling : addRow();
            }
            const targets = cells(row).slice(first);
            for (const [place, value] of line.split('\t').entries()) {
                if (targets[place]) {
                    await setCell(targets[place], value);
                }
            }
        }
    };

    // --- a large number read back in words, where a lost zero would not be seen

    const inWords = new Intl.NumberFormat(document.documentElement.lang || 'en', {notation: 'compact', maximumSignificantDigits: 4});

    const readBack = (input) => {
        const number = Number(input.value.replace(/[, ]/g, ''));
        let words = input.nextElementSibling;
        if (!words?.matches('.number__words')) {
            words = document.createElement('span');
            words.className = 'number__words';
            input.after(words);
        }
        words.textContent = Number.isFinite(number) && Math.abs(number) >= 100000 ? inWords.format(number) : '';
    };

    // --- an indicator brings its usual unit

    const onKind = async (select) => {
        const row = rowOf(select);
        const unit = field(row, 'unit');
        const option = select.selectedOptions[0];
        if (unit && !unit.value && option?.dataset.unit) {
            await document.adminLists?.(unit);
            unit.value = option.dataset.unit;
            const currency = field(row, 'currency');
            const above = field(row.previousElementSibling, 'currency');
            if (currency && !currency.value && above && field(row.previousElementSibling, 'unit')?.value === unit.value) {
                currency.value = above.value;
            }
        }
    };

    if (group) {
        equip(group);
        for (const row of group.querySelectorAll('.fact--new')) {
            carryOver(row);
        }
        for (const input of group.querySelectorAll('input.number')) {
            readBack(input);
        }
        for (const control of group.querySelectorAll('[data-add-row], [data-paste-hint]')) {
            control.hidden = false;
        }
        group.querySelector('[data-add-row]')?.addEventListener('click', () => cells(addRow())[0]?.focus());
        entry?.querySelector('[data-enter-source]').addEventListener('click', enterSource);
        entry?.querySelector('[data-cancel-source]').addEventListener('click', () => closeEntry('', ''));
        entry?.addEventListener('keydown', (event) => {
            if (event.key === 'Enter' && asking && event.target.matches('input')) {
                event.preventDefault();
                enterSource();
            } else if (event.key === 'Escape' && asking) {
                closeEntry('', '');
            }
        });
        group.addEventListener('keydown', onKey);
        group.addEventListener('paste', onPaste);
        group.addEventListener('input', (event) => event.target.matches('input.number') && readBack(event.target));
        group.addEventListener('change', (event) => event.target.matches('select[name$="-kind"]') && onKind(event.target));
    }

    // Saving by the keyboard, on every page of the form.
    document.addEventListener('keydown', (event) => {
        if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
            const key = event.key === 'Enter' ? 'Enter' : event.key.toLowerCase();
            const target = document.querySelector(`.save-row [data-key="${CSS.escape(key)}"]`);
            if (target) {
                event.preventDefault();
                target.click();
            }
        }
    });
}
