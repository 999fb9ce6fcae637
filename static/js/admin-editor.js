// The rich-text editor writes a <style> element into the page unless it finds one of its own,
// and the content security policy would refuse it. Its rules stand in admin.css. This element
// bears the name that the editor looks for but is none of HTML's, so no browser applies it.
'use strict';
{
    const placeholder = document.createElementNS(null, 'style');
    placeholder.setAttribute('data-tiptap-style', '');
    document.head.append(placeholder);
}
