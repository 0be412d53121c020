"""Which strings of letters are Vietnamese syllables: an initial, a rime, at most one tone; stops bear only two."""

import unicodedata

_INITIALS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êc êch êm ên êng ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oc oe oen oeo oet oi om on ong ooc oong
op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơc ơi ơm ơn ơng ơp ơt
u ua uân uâng uât uây uc ui um un ung uôc uôi uôm uôn uông uôt up ut uê uêch uênh uơ uy uya uych uyên uyêt uynh uyp
uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y ych yêm yên yêng yêt yêu ynh yp yt
"""
_BEGINNINGS = frozenset((*_INITIALS.split(), ""))
_ENDINGS = frozenset(_RIMES.split())
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OF_STOPS = "\u0301\u0323"


def is_syllable(word: str) -> bool:
    """Whether a word, whatever its case and wherever its tone is written, is a syllable of Vietnamese.

    >>> is_syllable("nghiêng"), is_syllable("hoµ"), is_syllable("QUYẾT"), is_syllable("nhòp")
    (True, False, True, False)
    """
    marks = unicodedata.normalize("NFD", word.casefold())
    tones = [mark for mark in marks if mark in _TONES]
    bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    if len(tones) > 1 or (bare.endswith(("c", "ch", "p", "t")) and tones and tones[0] not in _OF_STOPS):
        return False
    return any(bare[:cut] in _BEGINNINGS and bare[cut:] in _ENDINGS for cut in range(min(3, len(bare)) + 1))
