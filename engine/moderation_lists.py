"""The lists that the studio ships, as the rules of moderation take them."""

from __future__ import annotations

from data.moderation_lists import CategoryList, load_moderation_lists
from domain.moderation import Action, Category, Pair, Screen


def shipped_screen(actions: str = "") -> Screen:
    """The shipped categories.

    Args:
        actions: what an installation does about some of them, such as "sexual=allow gore=refuse".

    Raises:
        ValueError: an unknown category or action, or one that no installation decides about.
    """
    lists = load_moderation_lists()
    chosen = dict(_chosen(each) for each in actions.split())
    known = {each.key for each in lists if not each.fixed}
    if unknown := sorted(set(chosen) - known):
        raise ValueError(f"KINORA_MODERATION cannot set {', '.join(unknown)}; it can set {', '.join(sorted(known))}")
    return Screen(tuple(_category(each, chosen.get(each.key, Action(each.action))) for each in lists))


def _chosen(entry: str) -> tuple[str, Action]:
    key, _, action = entry.partition("=")
    try:
        return key, Action(action)
    except ValueError:
        words = " or ".join(Action)
        raise ValueError(f"KINORA_MODERATION: {entry!r} is not a category with {words}, such as gore=refuse") from None


def _category(words: CategoryList, action: Action) -> Category:
    return Category(
        key=words.key,
        title=words.title,
        reason=words.reason,
        action=action,
        terms=words.terms,
        pairs=tuple(Pair(words.lists[each.first], words.lists[each.second], each.within) for each in words.pairs),
        exceptions=words.exceptions,
        fixed=words.fixed,
    )
