"""The style page: every piece of the portal's look on one page, in DEBUG only."""

from django.shortcuts import render


def styleguide(request):
    return render(request, "styleguide.html")
