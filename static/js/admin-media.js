// Sets the focal point of a picture by a click on it, and shows at once what each crop keeps in view.
// The crops are those of the public pages, which go by tens of per cent. Without script there are the two numbers.
'use strict';
{
    const root = document.querySelector('[data-focal]');
    const picture = root?.querySelector('[data-focal-picture]');
    const across = document.querySelector('#id_focal_x');
    const down = document.querySelector('#id_focal_y');

    const follow = (element, axis, value) => {
        for (const name of [...element.classList].filter((one) => one.startsWith(`focal-${axis}-`))) {
            element.classList.remove(name);
        }
        element.classList.add(`focal-${axis}-${value}`);
    };

    const draw = () => {
        for (const [axis, input] of [['x', across], ['y', down]]) {
            const value = Math.min(100, Math.max(0, Number(input.value) || 0));
            for (const crop of root.querySelectorAll('[data-focal-crop]')) {
                follow(crop, axis, Math.round(value / 10) * 10);
            }
            root.querySelector('[data-focal-point]').style.setProperty(`--focal-${axis}`, `${value}%`);
        }
    };

    if (picture && across && down) {
        root.classList.add('focal--ready');
        root.querySelector('[data-focal-hint]').hidden = false;
        picture.addEventListener('click', (event) => {
            const box = picture.getBoundingClientRect();
            across.value = Math.round(100 * (event.clientX - box.left) / box.width);
            down.value = Math.round(100 * (event.clientY - box.top) / box.height);
            across.dispatchEvent(new Event('input', {bubbles: true}));
        });
        across.addEventListener('input', draw);
        down.addEventListener('input', draw);
        draw();
    }
}
