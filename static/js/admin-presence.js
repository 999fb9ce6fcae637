// Says every half minute that this form is open, and tells who else has it open.
'use strict';
{
    const EVERY = 30000;
    const part = document.querySelector('[data-presence]');
    const token = document.querySelector('[name=csrfmiddlewaretoken]');

    const show = (sentences) => {
        const list = part.querySelector('[data-presence-list]');
        const shown = [...list.children].map((item) => item.textContent);
        if (shown.join() === sentences.join()) {
            return;
        }
        list.replaceChildren(...sentences.map((sentence) => {
            const item = document.createElement('li');
            item.textContent = sentence;
            return item;
        }));
        part.hidden = sentences.length === 0;
    };

    const sign = async () => {
        try {
            const answer = await fetch(part.dataset.presence, {
                method: 'POST',
                headers: {'X-CSRFToken': token.value},
            });
            // After the login has ended there is no JSON: the form itself will say so on saving.
            if (answer.ok && answer.headers.get('Content-Type').startsWith('application/json')) {
                show((await answer.json()).others);
            }
        } catch {
            // Without a network nobody is told, and the next attempt comes by itself.
        }
    };

    if (part && token) {
        sign();
        setInterval(() => document.hidden || sign(), EVERY);
    }
}
