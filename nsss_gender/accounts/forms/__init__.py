"""The forms of this room: people and seats; and the sign-in library's forms in our words."""
