"""The door of the admin speaks French, whatever the browser asks for."""

import pytest


@pytest.mark.django_db
def test_login_form_is_french_throughout(client):
    page = client.get("/admin/login/", headers={"accept-language": "en"}).content.decode()
    assert "Mot de passe<" in page
    assert "Password<" not in page
    assert '<html lang="fr"' in page
