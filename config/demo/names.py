"""Invented people: given and family names of the region, joined by a seeded draw."""

from random import Random

GIVEN = (
    "Siti Aminah", "Rukmini", "Abdul Gani", "Maryam", "Jamaluddin", "Nurhayati",
    "Yusuf", "Salma", "Bahrun", "Hadijah", "Rahmat", "Aisyah", "Iskandar", "Nurlaila",
    "Muhammad Taufik", "Fatmawati", "Arsad", "Wa Ode Sarlina", "La Ode Hamid", "Ramla",
    "Sofyan", "Hasna", "Ikram", "Sumiyati", "Djafar", "Marlina", "Anwar", "Rosmini",
    "Idris", "Sri Wahyuningsih", "Usman", "Andi Tenri", "Hairudin", "Yanti",
)  # fmt: skip
FAMILY = (
    "Tomagola", "Marasabessy", "Kader", "Ohorella", "Assagaf", "Soamole", "Saleh",
    "Bachmid", "Tuanaya", "Umasugi", "Djafar", "Buamona", "Sangaji", "Daeng Patompo",
    "Hi. Yusuf", "Abdurrahman", "Umagap", "Fabanyo",
    "Kharie", "Alhadar", "Teapon", "Malik", "Hi. Muhammad", "Gafur", "Rumain",
    "Lessy", "Banda", "Ismail", "Mandar", "Hi. Abdullah Sangaji",
)  # fmt: skip
# Some are longer than any column was drawn for, as in every real register.
LONG = (
    "Hj. Nurhayati Hi. Abdurrahman Daeng Patompo binti Muhammad Saleh",
    "Koperasi Serba Usaha Pedagang Ikan Asin dan Hasil Laut Bahari Sejahtera",
    "Muhammad Iskandar Zulkarnain Hi. Abdul Gani Marasabessy",
)


def name_of(key: str) -> str:
    """The name that belongs to a key; the same key is always called the same."""
    draw = Random(f"name:{key}")  # noqa: S311 (a demo's dice)
    if draw.random() < 0.04:
        return draw.choice(LONG)
    return f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}"
