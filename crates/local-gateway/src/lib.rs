//! A local stand-in for the API Gateway calls that the provider makes.
