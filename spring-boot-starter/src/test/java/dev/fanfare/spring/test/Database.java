package dev.fanfare.spring.test;

import org.springframework.stereotype.Service;

/** A service that a test of the route does not create. */
@Service
class Database {}
