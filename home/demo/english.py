"""The English words of the demo site, in the order of the segments that wagtail-localize extracts."""

HOME = [
    "Causerie",
    "home-en",
    "A journal of conversations: articles to read without hurry, and the floor to whoever answers.",
]
ARTICLES = ["Articles", "articles", "Everything we have published, the latest first."]
CATEGORIES = {
    "vie-de-quartier": ["Around the corner", "around-the-corner", "What happens at the end of the street."]
}
AUTHORS = {"camille-aubert": ["She listens to cities and leads the editors of Causerie."]}
BENCH = [
    "The bench where people talk",
    "the-bench-where-people-talk",
    "In the rue des Tanneurs, a bench painted blue invites strangers to talk. We spent a week on it.",
    "The blue bench, rue des Tanneurs.",
    "There is nothing to it: six slats, two cast-iron legs, a coat of blue still fresh. Only a plate sets it "
    "apart from its neighbours: <b>“Sit here if you have five minutes for somebody.”</b> Since spring, the "
    "bench in the rue des Tanneurs has been the busiest in town.",
    "An idea among neighbours",
    "It all began with a remark by Nadia, who keeps the bookshop across the street: “We meet every day and "
    "all we ever say is sorry.” With two carpenters, a pot of paint and the town hall’s consent, she "
    "proposed three rules:",
    "sit down whenever you like;",
    "give your first name;",
    "get up without saying why.",
    "Drawing of a brass plate screwed to blue slats",
    "Five minutes, says the plate.",
    "What is told there",
    "Recipes, mostly. Sorrows, at times. On Monday a pensioner explained chess to a nurse coming off her "
    "shift; on Wednesday two sisters <i>almost</i> made up. Our colleagues of "
    '<a id="a1">shared knowledge</a> would call the bench a page that everybody may edit.',
    "A bench is a conversation waiting for someone.",
    "Nadia Benali",
    "Notebook of the bookshop",
    "And in winter?",
    "The town hall promises an awning, the neighbours promise blankets. Meanwhile the conversation goes on "
    "here: tell us below about the bench, the wall or the doorstep where people talk in your street.",
    "Know somebody with five minutes to spare? Pass the article on…",
]
