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
        const present = new Map(Array.from(select.options, (option) => [option.value, option]));
        for (const [value, label, unit] of list) {
            const option = present.get(String(value)) ?? new Option(label, value);
            if (unit) {
                option.dataset.unit = unit;
            }
            if (!present.has(String(value))) {
                select.add(option);
            }
        }
        select.value = chosen;
        select.dataset.filled = '';
    };

    const fillOnUse = (event) => fillNow(event.target.closest?.(selects));

    const fillNow = async (select) => {
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
        // For scripts that set a select before anybody has touched it.
        document.adminLists = fillNow;
        document.addEventListener('focusin', fillOnUse);
        document.addEventListener('pointerover', fillOnUse);
    }
}
