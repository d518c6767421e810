"""The short path on every plate, for anybody's phone."""

from django.urls import path

from payments.collection.views import stalls

app_name = "stalls"
urlpatterns = [path("l/<str:code>/", stalls.public, name="public")]
