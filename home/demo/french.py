"""The French words of the demo site, written for it."""


def heading(text, level="h2"):
    return {"type": "heading", "value": {"text": text, "level": level}}


def paragraph(html):
    return {"type": "paragraph", "value": html}


def quote(text, person="", work=""):
    return {"type": "quote", "value": {"text": text, "person": person, "work": work, "url": ""}}


def picture(name, alt, caption):
    """Name one of the demo's own drawings; `home.demo.pages` puts the image's id in its place."""
    image = {"image": name, "alt_text": alt, "decorative": False}
    return {"type": "image", "value": {"image": image, "caption": caption, "credit": ""}}


def share_bar(text="", networks=("x", "facebook", "email")):
    return {"type": "share_bar", "value": {"heading": text, "networks": list(networks)}}


HOME = "Un journal de conversations : des articles à lire sans hâte, et la parole à qui veut y répondre."
ARTICLES = "Tout ce que nous avons publié, du plus récent au plus ancien."

CATEGORIES = {
    "vie-de-quartier": ("Vie de quartier", "Ce qui se passe au coin de la rue."),
    "chroniques": ("Chroniques", "Des humeurs, des mots et des détours."),
}
AUTHORS = {
    "camille-aubert": (
        "Camille Aubert",
        "Camille Aubert écoute les villes et dirige la rédaction de Causerie.",
    ),
    "yacine-lambert": ("Yacine Lambert", "Yacine Lambert tient la chronique des mots qui voyagent."),
}
PICTURES = {
    "banc": "Un banc entre deux arbres",
    "lettres": "Trois lettres sur une table",
    "plaque": "Une plaque de laiton sur un banc",
}

BENCH = "le-banc-ou-l-on-se-parle"
STORIES = [
    {
        "slug": "l-heure-creuse",
        "title": "L’heure creuse",
        "introduction": "À quinze heures, le café n’attend plus personne. Il en devient intéressant.",
        "date": "2026-06-05T08:30",
        "category": "vie-de-quartier",
        "author": "camille-aubert",
        "tags": ["café", "conversation"],
        "body": [
            paragraph(
                "<p>Le coup de feu est passé, les chaises reviennent sous les tables et le percolateur "
                "soupire. À quinze heures, le café de la place entre dans son heure creuse, celle que "
                "personne ne facture et que les habitués se gardent bien de recommander.</p>"
            ),
            heading("Ceux qui restent"),
            paragraph(
                "<p>Il y a la couturière qui corrige ses comptes, l’étudiant dont l’ordinateur sert surtout "
                "de paravent, et monsieur Ferrand, qui lit le journal de la veille « pour vérifier s’ils "
                "avaient raison ». On ne se connaît pas, mais on se salue ; c’est déjà une façon de faire "
                "société.</p>"
            ),
            quote("Un café vide, ça n’existe pas : il y a toujours la conversation d’avant.", "Lucie", ""),
            paragraph(
                "<p>Vers seize heures, les écoliers poussent la porte et l’heure creuse se referme. "
                "Demain, elle sera là de nouveau, entre deux tasses, sans réservation.</p>"
            ),
            share_bar(),
        ],
    },
    {
        "slug": "les-mots-du-marche",
        "title": "Les mots du marché",
        "introduction": "On y vient pour les tomates, on en repart avec des expressions. Petit lexique "
        "cueilli le samedi matin.",
        "date": "2026-08-22T07:00",
        "category": "chroniques",
        "author": "yacine-lambert",
        "tags": ["langue", "marché"],
        "body": [
            paragraph(
                "<p>Au marché, personne ne dit « bonjour » de la même façon. Le poissonnier le lance, la "
                "fromagère le pose, le marchand d’olives l’étire jusqu’à ce qu’on s’arrête. Écouter un "
                "marché, c’est suivre un cours de langue dont la leçon change toutes les semaines.</p>"
            ),
            heading("Trois expressions à emporter"),
            paragraph(
                "<ul><li><b>« Et avec ceci ? »</b> : la question qui fait oublier la liste.</li>"
                "<li><b>« C’est du matin »</b> : promesse invérifiable, donc délicieuse.</li>"
                "<li><b>« Je vous mets la petite en plus »</b> : la seule inflation que l’on aime.</li></ul>"
            ),
            heading("Ce qui ne se pèse pas"),
            paragraph(
                "<p>Les prix s’affichent à la craie, les politesses non. Elles tiennent pourtant la halle "
                "debout mieux que ses piliers : que l’une manque, et l’on change d’étal.</p>"
            ),
            share_bar(),
        ],
    },
    {
        "slug": "eloge-du-courrier-lent",
        "title": "Éloge du courrier lent",
        "introduction": "Une lettre met deux jours à venir et des années à partir. Nous avons demandé à "
        "nos lecteurs de rouvrir leurs tiroirs.",
        "date": "2026-10-02T06:45",
        "category": "chroniques",
        "author": "yacine-lambert",
        "tags": ["lettres", "conversation"],
        "picture": ("lettres", "Tiroir ouvert, un matin d’octobre."),
        "body": [
            paragraph(
                "<p>Personne n’a jamais relu trente fois une notification. Une lettre, si. Elle a le poids "
                "d’une feuille et le temps devant elle ; elle n’indique pas qu’elle a été lue, elle attend "
                "qu’on y réponde.</p>"
            ),
            heading("Répondre, mais quand ?"),
            paragraph(
                "<p>Le courrier lent a une politesse que nous avons perdue : il laisse à l’autre le soin de "
                "choisir son heure. Ma grand-mère répondait le dimanche, après la vaisselle, et s’excusait "
                "toujours d’avoir tant tardé, fût-ce de trois jours.</p>"
            ),
            quote(
                "Excuse cette longue lettre : je n’avais pas de timbre pour deux.", "Odette Lambert", "Lettre"
            ),
            heading("Une lettre par mois"),
            paragraph(
                "<p>Le défi est simple : douze lettres par an, à douze personnes. Pas de brouillon, pas de "
                "copie. Si vous ne savez pas comment commencer, dites le temps qu’il fait : c’est ainsi que "
                "commencent les meilleures conversations.</p>"
            ),
            share_bar("Quelqu’un à qui vous devez une lettre ? Envoyez-lui d’abord celle-ci…"),
        ],
    },
    {
        "slug": BENCH,
        "title": "Le banc où l’on se parle",
        "introduction": "Rue des Tanneurs, un banc peint en bleu invite les inconnus à se parler. Nous y "
        "avons passé une semaine.",
        "date": "2026-11-16T07:15",
        "category": "vie-de-quartier",
        "author": "camille-aubert",
        "tags": ["ville", "conversation"],
        "picture": ("banc", "Le banc bleu, rue des Tanneurs."),
        "body": [
            paragraph(
                "<p>Il n’a l’air de rien : six lattes, deux pieds de fonte, une couche de bleu encore "
                "fraîche. Seule une plaque le distingue de ses voisins : <b>« Asseyez-vous ici si vous avez "
                "cinq minutes pour quelqu’un. »</b> Depuis le printemps, le banc de la rue des Tanneurs "
                "est le plus occupé de la ville.</p>"
            ),
            heading("Une idée de voisins"),
            paragraph(
                "<p>Tout est parti d’une remarque de Nadia, la libraire d’en face : « On se croise tous les "
                "jours et l’on ne se dit que pardon. » Avec deux menuisiers, un pot de peinture et "
                "l’accord de la mairie, elle a proposé une règle en trois points :</p>"
                "<ul><li>on s’assied quand on veut ;</li><li>on se présente par son prénom ;</li>"
                "<li>on se lève sans se justifier.</li></ul>"
            ),
            picture(
                "plaque",
                "Dessin d’une plaque de laiton vissée sur des lattes bleues",
                "Cinq minutes, dit la plaque.",
            ),
            heading("Ce que l’on s’y raconte", "h3"),
            paragraph(
                "<p>Des recettes, beaucoup. Des chagrins, parfois. Lundi, un retraité a expliqué les échecs "
                "à une infirmière qui sortait de garde ; mercredi, deux sœurs s’y sont <i>presque</i> "
                "réconciliées. Nos confrères du "
                '<a href="https://www.wikipedia.org/">savoir partagé</a> diraient que le banc est une page '
                "que chacun peut modifier.</p>"
            ),
            quote(
                "Un banc, c’est une conversation qui attend quelqu’un.",
                "Nadia Benali",
                "Carnet de la librairie",
            ),
            heading("Et l’hiver ?"),
            paragraph(
                "<p>La mairie promet un auvent, les voisins des plaids. En attendant, la conversation "
                "continue ici : racontez-nous, plus bas, le banc, le muret ou la marche d’escalier où "
                "l’on se parle chez vous.</p>"
            ),
            share_bar("Vous connaissez quelqu’un qui a cinq minutes ? Passez-lui l’article…"),
        ],
    },
]

PAGES = [
    {
        "slug": "a-propos",
        "title": "À propos",
        "introduction": "Causerie est un site de démonstration : rien n’y est vrai, sauf le logiciel.",
        "body": [
            paragraph(
                "<p>Le mot <i>causerie</i> désigne à la fois un article sans façon et la conversation qui "
                "l’entoure. C’est exactement ce que ce site permet : publier des articles soignés, et "
                "laisser les lecteurs y répondre sans compte ni mouchard.</p>"
            ),
            heading("Essayez"),
            paragraph(
                "<p>Répondez à un article, puis connectez-vous à l’administration pour modérer, écrire ou "
                "traduire. Les adresses et les identifiants sont affichés au démarrage.</p>"
            ),
        ],
    },
    {
        "slug": "mentions-legales",
        "title": "Mentions légales",
        "introduction": "À remplacer par les vôtres avant d’ouvrir le site au public.",
        "body": [
            heading("Éditeur"),
            paragraph(
                "<p>Nom, adresse et numéro de téléphone de l’éditeur ; nom de la directrice ou du "
                "directeur de la publication.</p>"
            ),
            heading("Hébergeur"),
            paragraph("<p>Nom, adresse et numéro de téléphone de l’hébergeur.</p>"),
            heading("Vos données"),
            paragraph(
                "<p>Lire ce site ne dépose aucun cookie. Une réponse conserve le nom et l’adresse que vous "
                "donnez ; l’adresse n’est jamais publiée.</p>"
            ),
        ],
    },
]
