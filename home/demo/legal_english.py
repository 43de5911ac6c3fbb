"""The demo's terms, privacy and rules in English, in the order in which wagtail-localize has the segments."""

from home.demo import legal

PAGES = {
    legal.RULES: [
        "Rules of the discussion",
        "rules-of-the-discussion",
        "Almost anything may be said to people who are addressed with regard.",
        "What we like to read",
        "An answer to the article or to somebody; a memory, a source, an objection. Disagreement is "
        "welcome: it is aimed at ideas, not at people.",
        "What we take away",
        "insults, hatred, harassment;",
        "private information about somebody, posing as somebody else;",
        "advertising and messages sent in large numbers;",
        "what is copied without permission, or has nothing to do with the subject;",
        "whatever the law forbids.",
        "How we decide",
        "Moderators read. A filter may make a reply wait or file it as spam; it tells the moderators why. "
        "Beneath each reply there is a link to report it. Whoever has a reply refused or removed is told "
        "the reason and may object to the decision.",
    ],
    legal.TERMS: [
        "Terms of use",
        "terms-of-use",
        "What you may expect of us, and we of you. To be adapted before the site opens.",
        "Your texts remain yours",
        "By sending a reply you allow us to publish it under the article, in the feeds and on the pages of "
        "the discussion, as long as you don’t withdraw it. You can change it for ten minutes, and withdraw "
        "or erase it by your personal link.",
        "What we moderate",
        "We refuse or remove what breaks the law or the rules of the discussion. Depending on the article, "
        "replies appear before or after a moderator has read them. Decisions are taken by people; automatic "
        "filters may hold a reply back, or file it as spam.",
        "Reporting and objecting",
        "Anybody can report a reply, without an account. A notice of illegal content (European Digital "
        "Services Act, article 16) gets a number, an acknowledgement and a reasoned decision. The writer of "
        "a reply that is refused or removed gets a statement of reasons (article 17), if the address is "
        "confirmed, and may object from the page of the reply. Everybody may turn to a certified "
        "out-of-court dispute settlement body (article 21) or to a court.",
        "Right of reply",
        "Whoever is named or designated in an article can exercise a right of reply by the link below the "
        "discussion (French Act of 21 June 2004, article 1-1, III).",
    ],
    legal.PRIVACY: [
        "Privacy",
        "privacy",
        "What we keep, why, and for how long. To be adapted before the site opens.",
        "Reading",
        "Reading this site sets no cookie and calls no third party. There is no audience measurement and no "
        "advertising.",
        "Answering",
        "We keep your name, which is published, your e-mail address, which never is, and your text. The "
        "address serves to confirm that the reply is yours, to write to you about it and to give you access "
        "to your texts. Once the address is confirmed, a cookie of thirty days, for the pages of the "
        "discussion alone, saves asking you again. Your draft stays on your device.",
        "For how long",
        "Published reply: until you erase it.",
        "Reply that was never confirmed: thirty days.",
        "Refused reply or spam: twelve months.",
        "IP address: never in clear; a keyed digest for thirty days, against abuse, and a sealed copy for "
        "twelve months, for the courts.",
        "Copy of sent mails: thirty days.",
        "Report: the digest of the person for thirty days; name and address of a notice for a year after "
        "the decision.",
        "Your rights",
        "Your personal link, sent to your address when you ask for it, shows all that we keep about you; it "
        "lets you take it along and erase it for ever. You may also write to us, and turn to the data "
        "protection authority.",
    ],
}
