-- Bookings that arrive together are placed in one statement.
drop function place_booking;
-- function place_booking abe9c4419c7fc087
