"""Paths of permits: the citizens' below /izin/, the office's below /kantor/izin/."""

from django.urls import URLPattern

citizens_paths: list[URLPattern] = []
office_paths: list[URLPattern] = []
