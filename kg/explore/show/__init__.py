"""All about one node: cards, the sentences that name a concept, and how it got its names."""
