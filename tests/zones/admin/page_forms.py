"""What the browser would send back from a form of the admin."""


def fields_of(response):
    """What the browser would send back: the form's fields as they stand on the page."""
    form = response.context["adminform"].form
    data = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(value, bool):
            value = "on" if value else None
        elif isinstance(value, list | tuple):
            value = [getattr(one, "pk", one) for one in value]
        if value is not None:
            data[name] = field.widget.format_value(value) if hasattr(value, "isoformat") else value
    for group in response.context["inline_admin_formsets"]:
        for inline_form in [group.formset.management_form, *group.formset.forms]:
            for bound in inline_form:
                value = bound.value()
                if value is not None and value is not False:
                    data[bound.html_name] = getattr(value, "pk", value)
    return data
