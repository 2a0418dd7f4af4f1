// What a compiler takes to start.
