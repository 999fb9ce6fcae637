"""What a sender opens: the form, the page after sending, the own thread."""

from django.urls import path

from . import views

app_name = "inquiries"
urlpatterns = [
    path("start-your-business/", views.start, name="start"),
    path("start-your-business/thanks/<slug:ref>/", views.Thanks.as_view(), name="thanks"),
    path("follow/<slug:token>/", views.follow, name="follow"),
]
