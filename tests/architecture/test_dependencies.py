"""Who may import whom: between the packages, and between the layers inside them."""

import ast

import pytest

from .imports import LAYERS, imports, layer, loads, modules

# A form in an address, `?type=etdz&type=htdz`, is data and not a request.
HTTP_DATA = {"django.http.QueryDict"}
# What only those may import who answer requests.
REQUEST_HANDLING = ("django.http", "django.shortcuts", "django.views", "django.contrib.admin")
SQL_AND_MAIL = (
    "django.db.connection",
    "django.db.connections",
    "django.db.models.expressions.RawSQL",
    "django.core.mail",
    "smtplib",
    "email",
)


def lines(found):
    return "\n".join(sorted(str(one) for one in found))


def _under(name, prefixes):
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def _app(name):
    return name.partition(".")[0]


def test_the_walk_sees_the_modules_and_their_imports():
    assert len(modules()) > 60
    assert any(i.module == "zones.receivers" and i.target == "zones.models" for i in imports())
    assert any(i.module == "edzportal.urls" and i.target == "edzportal.views" for i in imports())
    assert "zones.models.zone" in loads("zones.finder")


@pytest.mark.parametrize(
    ("app", "forbidden"), [("zones", ("inquiries", "edzportal")), ("inquiries", ("edzportal",))]
)
def test_dependencies_between_packages_point_downwards(app, forbidden):
    assert not lines(i for i in imports() if _app(i.module) == app and _under(i.target, forbidden))


def test_a_module_imports_only_from_its_layer_and_those_below():
    wrong = [
        i
        for i in imports()
        if i.is_ours
        and layer(i.module) != "models"  # see the next test
        and LAYERS.index(layer(i.target)) > LAYERS.index(layer(i.module))
    ]
    assert not lines(wrong)


def test_a_model_imports_only_models_and_modules_that_know_no_model():
    wrong = []
    for one in imports():
        if layer(one.module) != "models" or not one.is_ours:
            continue
        if layer(one.target) == "models":
            continue
        if layer(one.target) != "domain" or (
            one.on_load and any(layer(reached) == "models" for reached in loads(one.target))
        ):
            wrong.append(one)
    assert not lines(wrong)


def test_models_and_domain_modules_never_see_a_request():
    wrong = [
        i
        for i in imports()
        if layer(i.module) in ("models", "domain")
        and _under(i.target, REQUEST_HANDLING)
        and i.target not in HTTP_DATA
    ]
    assert not lines(wrong)
    named = [
        f"{module}:{node.lineno} takes a request"
        for module, path in modules().items()
        if layer(module) in ("models", "domain")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.arg) and node.arg == "request"
    ]
    assert not lines(named)


def test_views_build_neither_sql_nor_mail():
    def is_view(module):
        # Health asks the database itself whether it answers.
        return layer(module) == "views" and module != "edzportal.health" and "management" not in module

    assert not lines(i for i in imports() if is_view(i.module) and _under(i.target, SQL_AND_MAIL))
    raw = [
        f"{module}:{node.lineno} calls .{node.attr}"
        for module, path in modules().items()
        if is_view(module)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("raw", "extra", "cursor", "send_mail")
    ]
    assert not lines(raw)
