"""Letters of other scripts that look like Latin ones. Pure.

From Unicode's confusables.txt (https://www.unicode.org/Public/security/): single letters of the scripts that
stand in common fonts, and the letter of ASCII each looks like. Behind a space: ours, like small capitals.
"""

SMALL = {
    "a": "ɑαаᎪꓮ",
    "b": "ᏏᏴꓐ в",
    "c": "сᏟⲥꓚ",
    "d": "ԁᎠᏧꓒꓓ",
    "e": "еҽᎬꓰ",
    "f": "քꓝ",
    "g": "ɡցᏀᏳꓖ",
    "h": "һհᎻᏂꓧ н",
    "i": "ıɩιіӏᎥꙇ",
    "j": "ϳјᎫꓙ",
    "k": "Ꮶꓗ кκ",
    "l": "ǀᏞꓡꓲ",
    "m": "Ꮇꓟ м",
    "n": "ոռꓠ",
    "o": "οσоօᴏⲟꓳ",
    "p": "ρрᏢⲣꓑ",
    "q": "ԛգզ",
    "r": "гᎡᏒᴦⲅꓣ",
    "s": "ѕᏕᏚꓢ",
    "t": "Ꭲꓔ тτ",
    "u": "υսꓴ",
    "v": "νѵᏙꓦ",
    "w": "ѡԝաᎳᏔꓪ",
    "x": "хꓫ",
    "y": "γуүᎩᎽꓬ",
    "z": "Ꮓꓜ",
}
# Capitals, which look like other letters than their small forms do: « Ν » is no « v », « Н » no « h ».
CAPITAL = {
    "A": "ΑА",
    "B": "ΒВ",
    "C": "СⲤ",
    "E": "ΕЕ",
    "F": "Ϝ",
    "G": "Ԍ",
    "H": "ΗНⲎ",
    "I": "ΙІӀⲒ",
    "J": "ͿЈ",
    "K": "ΚКⲔ",
    "M": "ΜϺМⲘ",
    "N": "ΝⲚ",
    "O": "ΟОՕⲞ",
    "P": "ΡРⲢ",
    "S": "ЅՏ",
    "T": "ΤТⲦ",
    "U": "Ս",
    "V": "Ѵ",
    "W": "Ԝ",
    "X": "ΧХⲬ",
    "Y": "ΥУҮⲨ",
    "Z": "Ζ",
}


def table(letters):
    """Return what `str.translate` takes: each look-alike and the letter it looks like."""
    return {ord(alike): letter for letter, alikes in letters.items() for alike in alikes.replace(" ", "")}
