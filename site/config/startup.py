"""What production refuses to start with, each with a sentence in French and in English."""

from django.core.exceptions import ImproperlyConfigured

from config.environment import is_loopback

SECRET_KEY_LENGTH = 50

SENTENCES = {
    "secret_key": (
        "SECRET_KEY manque ou est trop faible : donnez une chaîne aléatoire d’au moins "
        "50 caractères (python -c 'import secrets; print(secrets.token_urlsafe(64))').",
        "SECRET_KEY is missing or weak: set a random string of at least 50 characters "
        "(python -c 'import secrets; print(secrets.token_urlsafe(64))').",
    ),
    "allowed_hosts": (
        "ALLOWED_HOSTS manque ou accepte tout : donnez les noms du site, séparés par des virgules.",
        "ALLOWED_HOSTS is missing or accepts anything: set the site's host names, separated by commas.",
    ),
    "base_url": (
        "BASE_URL doit commencer par https:// (sauf en local) : sinon les cookies partiraient en clair.",
        "BASE_URL must start with https:// (loopback apart): cookies would travel in clear otherwise.",
    ),
    "nodes": (
        "NODES dépasse 1 avec SQLite : plusieurs machines ne partagent pas un fichier ; "
        "donnez un DATABASE_URL PostgreSQL.",
        "NODES is above 1 with SQLite: several machines can't share a file; set a PostgreSQL DATABASE_URL.",
    ),
    "trusted_proxies": (
        "TRUSTED_PROXIES fait confiance à tout le monde : donnez le nombre de vos proxys ou leurs réseaux.",
        "TRUSTED_PROXIES trusts everybody: set the number of your proxies or their networks.",
    ),
}


def refuse_unsafe(*, secret_key, allowed_hosts, base_url, engine, nodes, trusted_proxies):
    """Raise ImproperlyConfigured with a French and an English sentence for everything unsafe at once."""
    problems = {
        "secret_key": len(secret_key) < SECRET_KEY_LENGTH or len(set(secret_key)) < 5,
        "allowed_hosts": not allowed_hosts or any(host in {"*", "."} for host in allowed_hosts),
        "base_url": not base_url.startswith("https://")
        and not (base_url.startswith("http://") and is_loopback(base_url)),
        "nodes": nodes > 1 and engine.endswith("sqlite3"),
        "trusted_proxies": not isinstance(trusted_proxies, int)
        and any(network.prefixlen == 0 for network in trusted_proxies),
    }
    sentences = [line for key, found in problems.items() if found for line in SENTENCES[key]]
    if sentences:
        raise ImproperlyConfigured("\n".join(["", *sentences]))
