"""The reference of an inquiry: read over the telephone, typed from paper, guessed by nobody."""

import secrets

# No vowels, so that no word appears; none of the letters and digits that are mistaken for each other.
ALPHABET = "BCDFGHJKMNPQRTVWXYZ"
PATTERN = f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}"


def new_reference() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
