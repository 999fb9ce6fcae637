// Fills the selects of a zone's facts when one is first used: every list is fetched once
// for the page instead of being written into each of its hundred rows.
'use strict';
{
    const selects = 'select[data-list]';
    const address = document.querySelector('[data-lists]')?.dataset.lists;
    let lists;

    const fetched = async () => {
        const response = await fetch(address, {headers: {Accept: 'application/json'}, credentials: 'same-origin'});
        if (!response.ok) {
            throw new Error(`The lists answered ${response.status}`);
        }
        return response.json();
    };

    const fill = (select, list) => {
        const chosen = select.value;
        const present = new Set(Array.from(select.options, (option) => option.value));
        for (const [value, label] of list) {
            if (!present.has(String(value))) {
                select.add(new Option(label, value));
            }
        }
        select.value = chosen;
        select.dataset.filled = '';
    };

    const fillOnUse = async (event) => {
        const select = event.target.closest?.(selects);
        if (!select || 'filled' in select.dataset) {
            return;
        }
        try {
            lists ??= fetched();
            fill(select, (await lists)[select.dataset.list] ?? []);
        } catch (error) {
            lists = undefined;
            console.error(error);
        }
    };

    if (address) {
        // Asked for early, so that the first select opens with its options.
        lists = fetched();
        lists.catch(() => { lists = undefined; });
        document.addEventListener('focusin', fillOnUse);
        document.addEventListener('pointerover', fillOnUse);
    }
}
