"""Words of other languages for what a sleep laboratory scores, one table per language.

They are written as `limbwatch.sensor.scorings.vocabulary.folded` writes a text: lower case, without
accents, Nordic letters as Latin ones. The English forms and some French ones (*MJ*, *Éveil*) were
seen in exports. Of the others, some are what clinics write in public (the Danish Filadelfia:
*benbevægelser*; HUS and Uniklinikka of Helsinki: *raajaliike*, *raajojen*, *jalkojen liikkeet*;
Helse Bergen: *våken*, *stadium*), and the rest are ordinary words of the language, not seen in
any export.
"""

import re
from typing import Final, NamedTuple


class Language(NamedTuple):
    """Regular expressions for parts of a folded text; empty if none is known."""

    leg_movement: str
    upper_limb: str
    """Arms and hands, as whole words: their movements are none of legs."""
    left: str = ""
    right: str = ""
    both: str = ""
    wake: str = ""
    stage: str = ""
    lights_off: str = ""
    lights_on: str = ""
    arousal: str = ""
    none: str = ""
    deleted: str = ""
    series: str = ""


LANGUAGES: Final[dict[str, Language]] = {
    "English": Language(
        leg_movement=r"\b(leg|limb)s? ?(mov\w*|mvm?ts?|kicks?|jerks?)\b|\bperiodic (leg|limb)",
        upper_limb=r"(fore)?arms?|[lr]?ue|upper(?! leg)|wrists?|hands?|fingers?",
        left="left|lft",
        right="right|rgt",
        both="both|bilateral|bilat|bil",
        wake="wake|awake|wakefulness",
        stage="sleep|stage",
        lights_off=r"\blights? ?(off|out)\d*",
        lights_on=r"\blights? ?on\d*",
        arousal="arousal",
        none=r"no|not|without|w o",
        deleted=r"deleted?|removed|rejected|cancell?ed|excluded|invalid",
        series=r"series|sequences?|episodes?|trains?|runs?|index|count|clusters?|total|start|end",
    ),
    "German": Language(
        leg_movement=r"(bein|extremitaten|gliedmassen)(bewegung|zuckung)"
        r"|bewegung(en)? (\w+ )?(beine?s?|extremitat\w*)\b",
        upper_limb=r"(ober|unter)?arm(e|es|en|s)?"
        r"|ober(e|en|er|es)? (extr?|extremitat\w*|gliedma\w+)"
        r"|oe|hand|hande|handgelenke?|finger",
        left="links|li|linke[srnm]?",
        right="rechts|re|rechte[srnm]?",
        both="beide[rns]?|beidseits|beidseitig|bds",
        wake="wach",
        stage="schlafstadium|schlaf|stadium|phase",
        lights_off=r"\blicht aus",
        lights_on=r"\blicht (an|ein)\b",
        arousal="weckreaktion",
        none=r"keine?[nmrs]?|ohne|nicht",
        deleted=r"geloscht\w*|verworfen\w*|entfernt\w*|ungultig\w*|storniert\w*",
        series=r"\w*serien?|\w*sequenz(en)?|\w*episoden?|\w*index|anzahl|summe|beginn|ende"
        r"|plm ?phase",
    ),
    "French": Language(
        leg_movement=r"mouvements? (periodiques? )?(des? |d une )?(la )?(jambe|membre)",
        upper_limb=r"bras|avant bras|poignets?|doigts?"
        r"|(membres?|extremites?) (\w+ )?sup(erieure?s?)?",
        left="gauche|g",
        right="droite?|d",
        both=r"bilateral\w*|deux",
        wake="eveil|veille",
        stage="stades?|sommeil|phase",
        lights_off=r"\bextinction|lumieres? eteintes?",
        lights_on=r"\ballumage|lumieres? allumees?",
        arousal=r"micro ?eveil|micro ?reveil|\bactivation\b",
        none=r"aucune?|pas de|sans",
        deleted=r"supprimee?s?|effacee?s?|rejetee?s?|annulee?s?",
        series=r"series?|sequences?|episodes?|indice|nombre|debut|fin",
    ),
    "Spanish": Language(
        leg_movement=r"movimientos? (periodicos? )?(de )?(las? |los )?(pierna|extremidad|miembro)",
        upper_limb=r"brazos?|antebrazos?|manos?|munecas?|mmss"
        r"|(miembros?|extremidad(es)?) (\w+ )?sup(erior(es)?)?",
        left=r"izq\w*",
        right=r"derech\w+|dcha?",
        both="ambas|bilateral",
        wake="vigilia|despierto|despierta",
        stage="sueno|fase|estadio",
        lights_off=r"luces? apagad\w+|luz apagad\w+",
        lights_on=r"luces? encendid\w+|luz encendid\w+",
        arousal=r"micro ?despertar|\balertamiento",
        none=r"ningun\w*|sin",
        deleted=r"eliminad\w+|borrad\w+|anulad\w+",
        series=r"series?|secuencias?|episodios?|indice|inicio",
    ),
    "Italian": Language(
        leg_movement=r"moviment[oi] (periodic[oi] )?(d\w+ )*(gamb|art[io])",
        upper_limb=r"bracci[oa]|avambracci[oa]?|polso|dita"
        r"|(art[io]|estremita) (\w+ )?sup(erior[ei])?",
        left=r"sinistr\w+|sx",
        right=r"destr\w+|dx",
        both="entramb[ei]|bilaterale",
        wake="veglia|vigile",
        stage="sonno|fase|fasi|stadio",
        lights_off=r"luci spente|luce spenta",
        lights_on=r"luci accese|luce accesa",
        arousal=r"micro ?risvegli",
        none=r"nessun\w*|senza",
        deleted=r"eliminat\w+|cancellat\w+|annullat\w+",
        series=r"serie|sequenz[ae]|episodi\w*|indice|inizio",
    ),
    "Portuguese": Language(
        leg_movement=r"moviment[oi]s? (periodicos? )?(d\w+ )*(pern|membro)",
        upper_limb=r"bracos?|antebracos?|mao|maos|punhos?"
        r"|(membros?|extremidades?) (\w+ )?sup(erior(es)?)?",
        left=r"esquerd\w+",
        right=r"direit\w+",
        both="ambas|bilateral",
        wake="vigil|desperto|acordado",
        stage="sono|fase|estagio",
        lights_off=r"apagar luz\w*|luz(es)? apagad\w+",
        lights_on=r"luz(es)? acesas?",
        arousal=r"micro ?despertar",
        none=r"nenhum\w*|sem",
        deleted=r"eliminad\w+|excluid\w+|removid\w+",
        series=r"series?|sequencias?|episodios?|indice|inicio",
    ),
    "Dutch": Language(
        leg_movement=r"(been|ledema\w+|ledematen) ?beweging"
        r"|beweging(en)? (van )?(het |de )?(\w+ )?(been|benen|ledema\w+)\b",
        upper_limb=r"(boven|onder)?arm(en)?|pols|handen|vingers?"
        r"|bovenste (ledema\w+|ledematen|extremiteit\w*)",
        left=r"links|linker\w*",
        right=r"rechts|rechter\w*",
        both="beide",
        wake="wakker|waak",
        stage="slaap|slaapstadium|slaapfase",
        lights_off=r"\blicht(en)? uit",
        lights_on=r"\blicht(en)? aan",
        arousal=r"micro ?ontwaking|wekreactie",
        none=r"geen|zonder",
        deleted=r"verwijderd\w*|gewist",
        series=r"\w*reeks(en)?|\w*serie|\w*episode\w*|begin|einde",
    ),
    "Danish": Language(
        leg_movement=r"(ben|lemme|ekstremitets) ?bevaegelse"
        r"|bevaegelser? (i |af )?(\w+ )?(ben|benene|lemmer|ekstremitet\w*)\b",
        upper_limb=r"(over|under)?arm(e|en|ene)?|haand\w*|handled\w*"
        r"|(over|ovre) ?(ekstremitet\w*|lem\w*)",
        left="venstre|ve|v",
        right="hojre|ho|h",
        both="begge",
        wake="vagen|vaagen",
        stage="sovn|sovnstadie|sovnstadium|stadie",
        lights_off=r"\blys(et)? (slukk?et|slukkes|slukk?|fra)\b",
        lights_on=r"\blys(et)? (taendt|taendes|til)\b",
        arousal=r"opvagning|opvaagning|vaekkereaktion",
        none=r"ingen|intet|uden",
        deleted=r"slettet|fjernet",
        series=r"\w*serier?|\w*sekvens\w*|\w*episode\w*|start|slut",
    ),
    "Norwegian": Language(
        leg_movement=r"(be?i?n|ekstremitets|lem) ?bevegelse"
        r"|bevegelser? (i |av )?(\w+ )?(be?i?n|be?i?na|be?i?nene|ekstremitet\w*)\b",
        upper_limb=r"arm(er|ene)|handledd\w*|(over|ovre) ?(ekstremitet\w*|lem\w*)",
        left="venstre",
        right="hoyre",
        both="begge",
        wake="vaken|vaaken",
        stage="sovn|sovnstadium|stadium",
        lights_off=r"\blys(et)? (av|slukk?et|slatt av)\b",
        lights_on=r"\blys(et)? (pa|tent|slatt pa)\b",
        arousal=r"oppvakning|oppvekking|vekkereaksjon",
        none=r"ingen|uten",
        deleted=r"slettet|fjernet",
        series=r"\w*serier?|\w*sekvens\w*|\w*episode\w*|slutt",
    ),
    "Swedish": Language(
        leg_movement=r"(ben|extremitets) ?rorelse"
        r"|rorelser? (i |av )?(\w+ )?(ben|benen|benet|extremitet\w*)\b",
        upper_limb=r"arm(ar|arna)|handled\w*|(over|ovre) ?(extremitet\w*|lem\w*)",
        left="vanster|va",
        right="hoger",
        both="bada",
        wake="vaken",
        stage="somn|somnstadium|stadium|somnstadie",
        lights_off=r"\b(ljus(et)?|lampan?) (slackt|slacks|av)\b|\bslackt ljus",
        lights_on=r"\b(ljus(et)?|lampan?) (tant|tands|pa)\b|\btant ljus",
        arousal=r"uppvaknande|vackningsreaktion",
        none=r"ingen|inga|inget|utan",
        deleted=r"raderad\w*|borttag\w+",
        series=r"\w*serier?|\w*sekvens\w*|\w*episode?r?",
    ),
    "Finnish": Language(
        leg_movement=r"\b(raaja|jalka|saari) ?(liike|liikkee|liikkei)"
        r"|\b(raajojen|raajan|jalkojen|jalan) (liike|liikkee)",
        upper_limb=r"kasi|kade[nt]|kasi?var\w+|ylaraaj\w+|ranne|ranteen",
        left=r"vasen|vasemm\w+|vas",
        right="oikea|oikean|oik",
        both=r"molemm\w+",
        wake="valve|hereilla|valvetila",
        stage="uni|univaihe|unen vaihe",
        lights_off=r"\bvalot? (pois\w*|sammu\w+)",
        lights_on=r"\bvalot? (paalla|paalle|sytyte\w+|syty\w+)",
        arousal=r"havahtum|havahdus",
        none=r"ei|ilman",
        deleted=r"poistettu\w*|hylatty\w*",
        series=r"\w*sarja\w*|\w*jakso|\w*indeksi",
    ),
    "Polish": Language(
        leg_movement=r"\bruch\w* (\w+ )?(konczyn|nog)",
        upper_limb=r"rek[aiu]|ramie|ramion\w*|nadgarst\w+|gorn\w+ konczyn\w*|konczyn\w* gorn\w+",
        left="lew(a|ej|e|y)",
        right="praw(a|ej|e|y)",
        both=r"obie|obu|oba|obustronn\w+",
        wake="czuwanie|czuwania|jawa",
        stage="sen|snu|stadium|faza|stadium snu|faza snu",
        lights_off=r"\b(zgaszen\w+|wylaczen\w+) swiatl\w*|\bswiatl[oa] (zgaszon\w+|wylaczon\w+)",
        lights_on=r"\b(zapalen\w+|wlaczen\w+) swiatl\w*|\bswiatl[oa] (zapalon\w+|wlaczon\w+)",
        arousal=r"\bwybudzeni|\bmikro ?wybudz",
        none=r"brak|bez",
        deleted=r"usuniet\w*|skasowan\w*",
        series=r"seri[aie]i?|sekwencj\w+|epizod\w*|indeks|poczatek|koniec",
    ),
    "Czech": Language(
        leg_movement=r"\bpohyb\w* (\w+ )?(koncetin|noh|nohou)",
        upper_limb=r"ruk[ayu]|rukou|paz[ei]|zapesti|horni\w* koncetin\w*|koncetin\w* horni\w*",
        left="lev(a|e|y|ou|eho)",
        right="prav(a|e|y|ou|eho)",
        both=r"obe|oboustrann\w+",
        wake="bdeni|bdelost|bdely",
        stage="spanek|spanku|stadium|faze",
        lights_off=r"\bzhasnut\w*|\bsvetl[oa] (zhasnut\w*|vypnut\w*)",
        lights_on=r"\brozsvicen\w*|\brozsvitit\w*|\bsvetl[oa] (zapnut\w*|rozsvicen\w*)",
        arousal=r"\bprobouzeci reakc|\bmikroprobuz",
        none=r"zadn\w+|bez",
        deleted=r"smazan\w*|odstranen\w*",
        series=r"seri[aei]|sekvenc\w+|epizod\w*|zacatek|konec",
    ),
    "Icelandic": Language(
        leg_movement=r"(fota|fotleggja|fotleggjar|utlima) ?hreyfing",
        upper_limb=r"handlegg\w*|hond|handar|ulnlid\w*|efri utlim\w*",
        left="vinstri",
        right="haegri",
        both="badir|baedi|beggja",
        wake="vaka|vakandi",
        stage="svefn|svefnstig|stig",
        lights_off=r"\bljos (slokkt|af)\b|\bslokkt",
        lights_on=r"\bljos (kveikt|a)\b|\bkveikt",
        arousal=r"\borvun|\buppvoknun",
        none=r"engin\w*",
        deleted=r"eytt",
        series=r"\w*runa|\w*lota",
    ),
}  # fmt: skip


def any_of(part: str) -> str:
    """Join one field of all languages to an alternation, without a group around it."""
    found = (getattr(language, part) for language in LANGUAGES.values())
    return "|".join(one for one in found if one)


def words_of(part: str) -> re.Pattern[str]:
    """Compile one field of all languages, matching whole words."""
    return re.compile(rf"\b({any_of(part)})\b")
