"""Paths of the pages that belong to no app."""

from django.urls import path

from config import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("panduan/", pages.style_guide, name="style_guide"),
    path("bahasa/", pages.choose_language, name="choose_language"),
    path("tampilan/", pages.choose_theme, name="choose_theme"),
    path("luring/", pages.offline, name="offline"),
]
