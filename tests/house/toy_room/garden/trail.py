"""What the room `garden` notes in the audit trail, in Chinese words."""

from core.trail import Trail

TRAIL = Trail(events={"plot_watered": "浇了园地"}, objects={"plot": "园地"})
