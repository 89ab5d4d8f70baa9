"""The studio's look for Gradio's own components. Colours stand in static/tokens.css; these only point there."""

from __future__ import annotations

from typing import Any

import gradio as gr

_SYSTEM = ["Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
_MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Noto Sans Mono", "monospace"]

_TUNGSTEN = (
    "#fff4ec", "#ffe3d0", "#ffc6a1", "#ffa56e", "#ff8747", "#f76a24", "#d9541a", "#b04115", "#873212", "#652711",
    "#3a1509",
)  # fmt: skip
_PAPER = (
    "#f8f7f4", "#efede8", "#dfdcd5", "#c6c2b9", "#9c978d", "#77726a", "#57534d", "#3d3a36", "#262422", "#1a1917",
    "#121110",
)  # fmt: skip

# Each name stands for a custom property of tokens.css, which has a value for light and one for dark.
_SURFACES = {
    "body_background_fill": "--k-page",
    "body_text_color": "--k-ink",
    "body_text_color_subdued": "--k-soft",
    "background_fill_primary": "--k-card",
    "background_fill_secondary": "--k-page",
    "border_color_primary": "--k-line",
    "border_color_accent": "--k-line-strong",
    "border_color_accent_subdued": "--k-line",
    "block_background_fill": "--k-none",
    "block_border_color": "--k-line",
    "block_label_background_fill": "--k-none",
    "block_label_border_color": "--k-none",
    "block_label_text_color": "--k-ink",
    "block_title_background_fill": "--k-none",
    "block_title_text_color": "--k-ink",
    "block_info_text_color": "--k-soft",
    "panel_background_fill": "--k-none",
    "panel_border_color": "--k-none",
    "input_background_fill": "--k-well",
    "input_background_fill_focus": "--k-well",
    "input_background_fill_hover": "--k-well",
    "input_border_color": "--k-line",
    "input_border_color_focus": "--k-accent",
    "input_border_color_hover": "--k-line-strong",
    "input_placeholder_color": "--k-faint",
    "checkbox_background_color": "--k-well",
    "checkbox_border_color": "--k-line-strong",
    "checkbox_label_background_fill": "--k-well",
    "checkbox_label_background_fill_hover": "--k-well",
    "checkbox_label_background_fill_selected": "--k-card",
    "checkbox_label_border_color": "--k-line",
    "checkbox_label_text_color": "--k-soft",
    "checkbox_label_text_color_selected": "--k-ink",
    "button_primary_background_fill": "--k-accent",
    "button_primary_background_fill_hover": "--k-accent-strong",
    "button_primary_text_color": "--k-on-accent",
    "button_primary_text_color_hover": "--k-on-accent",
    "button_primary_border_color": "--k-none",
    "button_primary_border_color_hover": "--k-none",
    "button_secondary_background_fill": "--k-card",
    "button_secondary_background_fill_hover": "--k-well",
    "button_secondary_text_color": "--k-ink",
    "button_secondary_text_color_hover": "--k-ink",
    "button_secondary_border_color": "--k-line-strong",
    "button_secondary_border_color_hover": "--k-line-strong",
    "color_accent_soft": "--k-accent-soft",
    "slider_color": "--k-accent",
    "stat_background_fill": "--k-accent",
    "link_text_color": "--k-link",
    "link_text_color_hover": "--k-link",
    "link_text_color_active": "--k-link",
    "link_text_color_visited": "--k-link",
    "table_border_color": "--k-line",
    "error_text_color": "--k-bad",
    "error_background_fill": "--k-card",
    "error_border_color": "--k-line-strong",
}
_SAME_IN_BOTH = {
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_label_shadow": "none",
    "block_label_border_width": "0px",
    "block_title_text_weight": "550",
    "block_label_text_weight": "550",
    "block_padding": "0px",
    "block_radius": "12px",
    "input_radius": "9px",
    "input_shadow": "none",
    "input_shadow_focus": "none",
    "input_padding": "10px 12px",
    "input_text_size": "15px",
    "button_primary_shadow": "none",
    "button_primary_shadow_hover": "none",
    "button_primary_shadow_active": "none",
    "button_secondary_shadow": "none",
    "button_border_width": "1px",
    "button_large_radius": "12px",
    "button_large_text_weight": "650",
    "button_small_radius": "9px",
    "button_transition": "background-color .15s, border-color .15s",
    "checkbox_label_shadow": "none",
    "checkbox_shadow": "none",
    "form_gap_width": "0px",
    "layout_gap": "0px",
}


def kinora_theme() -> Any:
    """Warm neutrals, one accent, hairlines; system fonts only, so that no request leaves the host."""
    theme = gr.themes.Base(
        primary_hue=gr.themes.Color(*_TUNGSTEN),
        secondary_hue=gr.themes.Color(*_PAPER),
        neutral_hue=gr.themes.Color(*_PAPER),
        font=_SYSTEM,
        font_mono=_MONO,
        radius_size=gr.themes.sizes.radius_md,
        spacing_size=gr.themes.sizes.spacing_md,
        text_size=gr.themes.sizes.text_md,
    )
    settable = set(vars(theme))
    values: dict[str, str] = dict(_SAME_IN_BOTH)
    for name, token in _SURFACES.items():
        values[name] = f"var({token})"
        if f"{name}_dark" in settable:
            values[f"{name}_dark"] = f"var({token})"
    return theme.set(**values)
