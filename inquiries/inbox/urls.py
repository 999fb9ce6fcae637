"""The officers' screens. What is not a plain change of a field is a resource of its own."""

from django.urls import path

from . import views

app_name = "inbox"
urlpatterns = [
    path("", views.Queue.as_view(), name="queue"),
    path("files/<int:pk>/", views.attachment, name="attachment"),
    path("<slug:ref>/", views.Thread.as_view(), name="thread"),
    path("<slug:ref>/screenings/", views.Screenings.as_view(), name="screenings"),
    path("<slug:ref>/assignments/", views.Assignments.as_view(), name="assignments"),
    path("<slug:ref>/moves/", views.Moves.as_view(), name="moves"),
    path("<slug:ref>/priorities/", views.Priorities.as_view(), name="priorities"),
    path("<slug:ref>/notes/", views.Notes.as_view(), name="notes"),
    path("<slug:ref>/replies/", views.Replies.as_view(), name="replies"),
    path("<slug:ref>/revocations/", views.Revocations.as_view(), name="revocations"),
]
