//! Questions to a car's control units and their answers, as they travel on the bus. It opens no socket and knows no car.

pub mod isotp;
