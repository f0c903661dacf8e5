"""Where journals are published and conferences meet, as it stands behind their titles."""

from __future__ import annotations

CITIES = frozenset(
    "amsterdam|athens|baltimore|barcelona|basel|beijing|berlin|bethesda|bonn|boston|bristol|brussels|bucharest|budapest"
    "|cairo|cambridge|canberra|chicago|chichester|copenhagen|delhi|new delhi|dordrecht|dublin|edinburgh|elmsford|geneva"
    "|glasgow|göttingen|hamburg|heidelberg|helsinki|hoboken|kyoto|leiden|leipzig|lisbon|london|lyon|madrid|manchester"
    "|melbourne|milan|milano|montreal|moscow|mumbai|munich|new york|newcastle|osaka|oslo|oxford|paris|philadelphia"
    "|prague|princeton|rome|rotterdam|san francisco|seoul|shanghai|singapore|st. louis|stockholm|stuttgart|sydney"
    "|taipei|tokyo|toronto|uppsala|vienna|warsaw|washington|weinheim|zagreb|zurich|zürich".split("|")
)
"""In brackets behind a title they say where it is published: "Nature (London)". Countries do not: "Advances in
Mathematics (China)" is a journal of its own."""

COUNTRIES = frozenset(
    "argentina|australia|austria|belgium|brazil|brasil|bulgaria|canada|chile|china|colombia|croatia|cuba|cyprus"
    "|czech republic|czechia|denmark|dominican republic|egypt|estonia|ethiopia|finland|france|germany|greece|hong kong"
    "|hungary|iceland|india|indonesia|iran|ireland|israel|italy|japan|jordan|kenya|korea|south korea|republic of korea"
    "|latvia|lithuania|luxembourg|macao|macau|malaysia|malta|mexico|monaco|morocco|the netherlands|netherlands"
    "|new zealand|nigeria|norway|pakistan|peru|philippines|poland|portugal|puerto rico|romania|russia|rwanda"
    "|saudi arabia|scotland|serbia|singapore|slovakia|slovenia|south africa|spain|sri lanka|sweden|switzerland|taiwan"
    "|thailand|tunisia|turkey|türkiye|u.k.|uk|ukraine|united arab emirates|united kingdom|united states|uruguay|u.s.a."
    "|usa|us|venezuela|vietnam|viet nam|virtual|virtual event|virtual conference|online".split("|")
)
"""They end the place of a meeting: "Halifax, NS, Canada"."""

STATES = frozenset(
    "alabama|alaska|alberta|arizona|arkansas|british columbia|california|colorado|connecticut|delaware|florida|georgia"
    "|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota"
    "|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new south wales|new york"
    "|north carolina|north dakota|nova scotia|ohio|oklahoma|ontario|oregon|pennsylvania|quebec|queensland|rhode island"
    "|south carolina|south dakota|tennessee|texas|utah|vermont|victoria|virginia|washington|west virginia|wisconsin"
    "|wyoming".split("|")
)
"""They may stand between the town and the country."""
