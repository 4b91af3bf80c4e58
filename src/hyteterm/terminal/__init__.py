"""What is about the terminal itself: splash, theme, driver, input guard."""
