"""Sixty prompts over all places, each with the place and the nouns that it asks for, as scene.json names them."""

from __future__ import annotations

from collections.abc import Mapping

SIXTY_PROMPTS: Mapping[str, tuple[str, str]] = {
    # Mountains and castle grounds.
    "a log cabin beside a tall pine in the mountains at sunset": ("mountains", "cabin pine"),
    "three hot air balloons over the mountains at dawn": ("mountains", "hot-air-balloon"),
    "a red steam train on a stone bridge in the alps": ("mountains", "train bridge"),
    "a green dragon above a castle": ("castle-grounds", "dragon castle"),
    "a knight with a sword in front of a ruined castle in the fog": ("castle-grounds", "knight sword ruin"),
    "a white unicorn beside a stone tower, castle courtyard, at night under a full moon": (
        "castle-grounds",
        "unicorn tower moon",
    ),
    # By the sea.
    "a lighthouse on the coast in a storm with a ship": ("coast", "lighthouse ship"),
    "a red crab beside a yellow umbrella on the beach": ("coast", "crab umbrella"),
    "a white sailboat on the sea at sunset, seagulls in the sky": ("coast", "sailboat bird"),
    "a treasure chest under a palm tree on a desert island": ("island", "chest palm"),
    "a volcano on an island with a small boat": ("island", "volcano boat"),
    "a sea turtle on the beach of a tropical island": ("island", "turtle"),
    "a fishing boat in the harbour in the morning fog": ("harbour", "boat"),
    "two barrels, a crate and an anchor on the quay": ("harbour", "barrel crate anchor"),
    "a huge ship in a harbour at night": ("harbour", "ship"),
    "a blue whale and three dolphins underwater": ("underwater", "whale dolphin"),
    "a shark behind a yellow submarine in the deep sea": ("underwater", "shark submarine"),
    "an octopus among corals with a school of orange fish, underwater": ("underwater", "octopus coral fish"),
    # Dry, cold and far.
    "a saguaro cactus and a snake in the desert at noon": ("desert", "cactus snake"),
    "a jeep driving through the desert past a ruin": ("desert", "car ruin"),
    "an elephant and a giraffe at an oasis": ("desert", "elephant giraffe"),
    "five penguins on an iceberg in the arctic": ("winter", "penguin iceberg"),
    "a snowman beside an igloo at dusk with northern lights": ("winter", "snowman igloo aurora"),
    "a white wolf howling in the snow, tundra at night": ("winter", "wolf"),
    "an astronaut waving beside a rocket on the moon": ("space", "astronaut rocket"),
    "a ringed planet and a comet in outer space": ("space", "planet comet"),
    "a ufo over a robot on mars": ("mars", "ufo robot"),
    # Woods and fields.
    "a fox sitting beside red mushrooms in the forest": ("forest", "fox mushroom"),
    "a brown bear and an owl in a birch forest in autumn": ("forest", "bear owl"),
    "two deer among ferns in a misty forest": ("forest", "deer fern"),
    "a lion lying under an oak in the savanna": ("meadow", "lion oak"),
    "a girl in a red dress flying a kite on a hill": ("meadow", "girl kite hill"),
    "a brown horse and two sheep in a meadow with a rainbow": ("meadow", "horse sheep rainbow"),
    "butterflies over tulips in a garden, close up": ("garden", "butterfly tulip"),
    "a red tractor beside a barn on a farm": ("farm", "tractor barn"),
    "a cow and a pig behind a wooden fence, farm": ("farm", "cow pig fence"),
    "a scarecrow among pumpkins, three chickens, autumn": ("farm", "scarecrow pumpkin chicken"),
    "a windmill in a field of sunflowers in summer": ("farm", "windmill sunflower"),
    # Where people live.
    "a church and a cottage in a snowy village at night": ("village", "church cottage"),
    "an old well and a cart in the village square": ("village", "well cart"),
    "a wizard with a blue robe and a black cat in front of a house in a village": ("village", "wizard cat house"),
    "a skyscraper and a helicopter in the city at night": ("city", "skyscraper helicopter"),
    "a yellow taxi and a green bus in the city": ("city", "car bus"),
    "an airplane above the skyline of a big city": ("city", "airplane"),
    "a blue bicycle leaning beside a lamp post in the street": ("street", "bicycle lamp-post"),
    "a motorcycle and a red truck on a street in the rain": ("street", "motorcycle truck"),
    "a man with a dog at a street sign": ("street", "man dog sign"),
    "a statue beside a fountain in the park": ("garden", "statue fountain"),
    "a pagoda behind a cherry tree in a japanese garden": ("garden", "pagoda cherry-tree"),
    "a rabbit on a bench in the garden": ("garden", "rabbit bench"),
    # Lakes and rivers.
    "a swan and two ducks on a lake": ("lake", "duck"),
    "a blue tent and a campfire by the lake at night": ("lake", "tent campfire"),
    "a temple on a lake behind a willow": ("lake", "temple willow"),
    "a waterfall and an eagle at a river": ("river", "waterfall eagle"),
    "a wooden bridge over a river with a woman in a yellow coat": ("river", "bridge woman"),
    # Indoors.
    "a black cat sleeping on a sofa beside a lamp in a living room": ("room", "cat sofa lamp"),
    "a teapot, two cups and a cake on a table": ("room", "teapot cup cake table"),
    "a boy beside a grand piano, a guitar and a bookshelf in a room": ("room", "boy piano guitar bookshelf"),
    "a bowl of apples, a banana and bread in a kitchen": ("room", "bowl apple banana bread"),
    "a crystal and a golden key, studio": ("studio", "crystal key"),
}
"""Prompt -> (place, nouns in any order)."""
