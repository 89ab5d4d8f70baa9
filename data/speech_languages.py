"""The languages that the built-in voices are offered in: those of espeak-ng that people write."""

from collections.abc import Mapping
from types import MappingProxyType

SPEECH_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "en": "English (America)", "en-gb": "English (Britain)", "en-gb-scotland": "English (Scotland)",
        "af": "Afrikaans", "sq": "Albanian", "am": "Amharic", "ar": "Arabic", "an": "Aragonese", "hy": "Armenian",
        "as": "Assamese", "az": "Azerbaijani", "ba": "Bashkir", "eu": "Basque", "be": "Belarusian", "bn": "Bengali",
        "bs": "Bosnian", "bg": "Bulgarian", "my": "Burmese", "yue": "Cantonese", "ca": "Catalan", "zh": "Chinese",
        "hr": "Croatian", "cs": "Czech", "da": "Danish", "nl": "Dutch", "eo": "Esperanto", "et": "Estonian",
        "fo": "Faroese", "fi": "Finnish", "fr": "French", "fr-be": "French (Belgium)", "fr-ch": "French (Switzerland)",
        "ka": "Georgian", "de": "German", "el": "Greek", "gn": "Guarani", "gu": "Gujarati", "ht": "Haitian Creole",
        "haw": "Hawaiian", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "is": "Icelandic", "id": "Indonesian",
        "ga": "Irish", "it": "Italian", "ja": "Japanese (kana)", "kn": "Kannada", "kk": "Kazakh", "kok": "Konkani",
        "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "la": "Latin", "lv": "Latvian", "lt": "Lithuanian",
        "lb": "Luxembourgish", "mk": "Macedonian", "ms": "Malay", "ml": "Malayalam", "mt": "Maltese", "mi": "Māori",
        "mr": "Marathi", "ne": "Nepali", "no": "Norwegian", "or": "Odia", "om": "Oromo", "pap": "Papiamento",
        "fa": "Persian", "pl": "Polish", "pt": "Portuguese", "pt-br": "Portuguese (Brazil)", "pa": "Punjabi",
        "qu": "Quechua", "ro": "Romanian", "ru": "Russian", "gd": "Scottish Gaelic", "sr": "Serbian",
        "tn": "Setswana", "sd": "Sindhi", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "es": "Spanish",
        "es-419": "Spanish (Latin America)", "sw": "Swahili", "sv": "Swedish", "ta": "Tamil", "tt": "Tatar",
        "te": "Telugu", "th": "Thai", "ti": "Tigrinya", "tr": "Turkish", "tk": "Turkmen", "uk": "Ukrainian",
        "ur": "Urdu", "ug": "Uyghur", "uz": "Uzbek", "vi": "Vietnamese", "cy": "Welsh",
    }
)  # fmt: skip
"""Code to English name, in the order in which they are offered."""
