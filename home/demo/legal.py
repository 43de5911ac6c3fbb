"""The French words of the demo's terms, privacy and rules: true for what the software does, to be adapted."""

from home.demo.french import heading, paragraph

TERMS, PRIVACY, RULES = "conditions-d-utilisation", "vie-privee", "charte-de-la-discussion"

PAGES = [
    {
        "slug": RULES,
        "purpose": "rules",
        "title": "Charte de la discussion",
        "introduction": "On peut tout dire, ou presque, à qui l’on s’adresse avec égards.",
        "body": [
            heading("Ce que nous aimons lire"),
            paragraph(
                "<p>Une réponse à l’article ou à quelqu’un ; un souvenir, une source, une objection. Le "
                "désaccord est le bienvenu : il vise les idées, pas les personnes.</p>"
            ),
            heading("Ce que nous retirons"),
            paragraph(
                "<ul><li>les insultes, la haine, le harcèlement ;</li>"
                "<li>les informations privées sur quelqu’un, l’usurpation d’identité ;</li>"
                "<li>la publicité et les messages envoyés en nombre ;</li>"
                "<li>ce qui est copié sans autorisation, ou n’a aucun rapport avec le sujet ;</li>"
                "<li>tout ce que la loi interdit.</li></ul>"
            ),
            heading("Comment nous décidons"),
            paragraph(
                "<p>Des modérateurs lisent. Un filtre peut faire attendre une réponse ou l’écarter comme "
                "indésirable ; il indique pourquoi aux modérateurs. Sous chaque réponse, un lien permet de "
                "la signaler. Qui voit sa réponse refusée ou retirée en apprend le motif et peut contester "
                "la décision.</p>"
            ),
        ],
    },
    {
        "slug": TERMS,
        "purpose": "terms",
        "title": "Conditions d’utilisation",
        "introduction": "Ce que vous pouvez attendre de nous, et nous de vous. À adapter avant l’ouverture.",
        "body": [
            heading("Vos textes restent les vôtres"),
            paragraph(
                "<p>En envoyant une réponse, vous nous autorisez à la publier sous l’article, dans les fils "
                "de syndication et sur les pages de la discussion, tant que vous ne la retirez pas. Vous "
                "pouvez la modifier pendant dix minutes, la retirer ou l’effacer par votre lien "
                "personnel.</p>"
            ),
            heading("Ce que nous modérons"),
            paragraph(
                "<p>Nous refusons ou retirons ce qui enfreint la loi ou la charte de la discussion. Selon "
                "les articles, les réponses paraissent avant ou après lecture par un modérateur. Les "
                "décisions sont prises par des personnes ; des filtres automatiques peuvent retenir une "
                "réponse, ou la classer comme indésirable.</p>"
            ),
            heading("Signaler et contester"),
            paragraph(
                "<p>Chacun peut signaler une réponse sans compte. Une notification de contenu illicite "
                "(règlement européen sur les services numériques, article 16) reçoit un numéro, un accusé "
                "de réception et une décision motivée. L’auteur d’une réponse refusée ou retirée, dont "
                "l’adresse est confirmée, reçoit un exposé des motifs (article 17) et peut contester la "
                "décision depuis la page de sa réponse. Chacun peut saisir un organe certifié de règlement "
                "extrajudiciaire des litiges (article 21) ou un tribunal.</p>"
            ),
            heading("Droit de réponse"),
            paragraph(
                "<p>Toute personne nommée ou désignée dans un article peut exercer son droit de réponse par "
                "le lien qui se trouve sous la discussion (loi du 21 juin 2004, article 1-1, III).</p>"
            ),
        ],
    },
    {
        "slug": PRIVACY,
        "purpose": "privacy",
        "title": "Vie privée",
        "introduction": "Ce que nous gardons, pourquoi, et combien de temps. À adapter avant l’ouverture.",
        "body": [
            heading("Lire"),
            paragraph(
                "<p>Lire ce site ne dépose aucun cookie et n’appelle aucun service tiers. Il n’y a ni mesure "
                "d’audience ni publicité.</p>"
            ),
            heading("Répondre"),
            paragraph(
                "<p>Nous gardons votre nom, qui est publié, votre adresse e-mail, qui ne l’est jamais, et "
                "votre texte. L’adresse sert à confirmer que la réponse est de vous, à vous écrire à son "
                "sujet et à vous donner accès à vos textes. Une fois l’adresse confirmée, un cookie de "
                "trente jours, limité aux pages de la discussion, évite de vous la redemander. Votre "
                "brouillon reste sur votre appareil.</p>"
            ),
            heading("Combien de temps"),
            paragraph(
                "<ul><li>Réponse publiée : jusqu’à ce que vous l’effaciez.</li><li>Réponse jamais confirmée "
                ": trente jours.</li><li>Réponse refusée ou indésirable : douze mois.</li><li>Adresse IP : "
                "jamais en clair ; une empreinte chiffrée pendant trente jours, pour limiter les abus, et "
                "une copie scellée pendant douze mois, pour la justice.</li><li>Copie des e-mails envoyés "
                ": trente jours.</li><li>Signalement : l’empreinte de la personne trente jours ; le nom et "
                "l’adresse donnés avec une notification, un an après la décision.</li></ul>"
            ),
            heading("Vos droits"),
            paragraph(
                "<p>Votre lien personnel, envoyé à votre adresse sur demande, montre tout ce que nous "
                "gardons de vous ; il permet de l’emporter et de l’effacer, pour toujours. Vous pouvez "
                "aussi nous écrire, et saisir la CNIL.</p>"
            ),
        ],
    },
]
